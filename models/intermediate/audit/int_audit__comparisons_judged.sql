{%- set comparisons = [
    'agency_plans',
    'budget_tables',
    'budget_totals',
    'budget_units',
    'cost_categories',
    'execution_rates',
    'identities',
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

unioned as (

    {% for comparison in comparisons %}
    select * from {{ ref('int_audit__' ~ comparison ~ '_compared') }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

final as (

    select
        check_code,
        source_document_id,
        source_locator,
        subject_zh,
        printed_text,
        expected_text,
        difference_value,
        agreement_value,
        tolerance_value,
        {{ verdict_code('difference_value', 'agreement_value', 'tolerance_value') }} as verdict_code
    from unioned

)

select * from final
