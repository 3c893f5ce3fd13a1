{%- set comparisons = [
    'budget_tables',
    'budget_totals',
    'budget_units',
    'cost_categories',
    'edition_targets',
    'evaluation_methods',
    'execution_rates',
    'goal_names',
    'identities',
    'loaded_budgets',
    'page_labels',
    'plan_categories',
    'plan_links',
    'printed_numbers',
    'printings',
    'published_figures',
    'risks',
    'schedules',
    'stated_counts',
    'tables',
    'totals',
    'work_items',
] -%}
with

final as (

    {% for comparison in comparisons %}
    select
        check_code,
        source_document_id,
        source_locator,
        subject_zh,
        printed_text,
        expected_text,
        difference_value,
        agreement_value,
        tolerance_value
    from {{ ref('int_audit__' ~ comparison ~ '_compared') }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select * from final
