{#- Staging of a printed budget table: the seeds of such tables have the same columns. -#}
{% macro staged_budget_table(source_document_id, table_code) -%}
with

budget_table as (

    select * from {{ ref(source_document_id ~ '__' ~ table_code) }}

),

final as (

    select
        '{{ source_document_id }}' as source_document_id,
        '{{ table_code }}' as table_code,
        work_item_id,
        aspect_name_zh,
        strategy_name_zh,
        item_no,
        item_name_zh,
        level_code,
        case when roc_year != '合計' then cast(roc_year as int) end as roc_year,
        expenditure_type_zh,
        printed_text,
        unit_zh,
        {{ printed_number('printed_text') }} as printed_value,
        source_locator,
        {{ seed_row_key(source_document_id ~ '__' ~ table_code) }} as _seed_row_key
    from budget_table

)

select * from final
{%- endmacro %}
