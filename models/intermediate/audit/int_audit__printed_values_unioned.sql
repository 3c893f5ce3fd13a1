{#- The staged seeds that print figures, each with the columns that name one. -#}
{%- set printed_seeds = {
    'mohw_fy107_plan__programme_metrics': ['metric_name_zh', 'dimension_zh'],
    'nhi_digital_upgrade_113_116__budget_table_3': ['item_name_zh', 'roc_year'],
    'nhi_digital_upgrade_113_116__budget_table_4': ['item_name_zh', 'roc_year'],
    'nhi_digital_upgrade_113_116__budget_table_5': [
        'item_name_zh',
        'roc_year',
        'expenditure_type_zh',
    ],
    'nhi_digital_upgrade_113_116__programme_metrics': ['metric_name_zh', 'dimension_zh'],
    'nhi_digital_upgrade_113_116__work_item_budgets': [
        'item_name_zh',
        'part_no',
        'cost_category_zh',
        'roc_year',
        'expenditure_type_zh',
    ],
    'nhi_tiered_care_progress__budget_series': [
        'item_name_zh',
        'global_budget_sector_zh',
        'roc_year',
    ],
    'nhi_tiered_care_progress__family_doctor_plan': ['row_label', 'roc_year'],
    'nhi_tiered_care_progress__opened_items': ['row_label', 'column_label', 'as_of_date'],
    'nhi_tiered_care_progress__programme_metrics': ['metric_name_zh', 'dimension_zh'],
} -%}
with

final as (

    {% for seed_name, naming_columns in printed_seeds.items() %}
    select
        '{{ seed_name }}' as seed_name,
        _seed_row_key as seed_row_key,
        concat_ws(
            ' ',
            {%- for column in naming_columns %}
            {{ "coalesce(roc_year || '年', '合計')" if column == 'roc_year'
                else "cast(" ~ column ~ " as " ~ dbt.type_string() ~ ")" }}
            {%- if not loop.last %},{% endif %}
            {%- endfor %}
        ) as subject_zh,
        source_document_id,
        printed_text,
        unit_zh,
        source_locator
    from {{ ref('stg_' ~ seed_name) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select * from final
