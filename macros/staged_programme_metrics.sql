{#- Staging of a document's dated figures: their seeds have the same columns in every document. -#}
{% macro staged_programme_metrics(source_document_id, table) -%}
with

programme_metrics as (

    select * from {{ ref(source_document_id ~ '__' ~ table) }}

),

final as (

    select
        '{{ source_document_id }}' as source_document_id,
        metric_id,
        metric_name_zh,
        dimension_zh,
        cast(period_start_date as date) as period_start_date,
        cast(period_end_date as date) as period_end_date,
        cast(as_of_date as date) as as_of_date,
        printed_text,
        unit_zh,
        {{ printed_number('printed_text') }} as printed_value,
        cast(is_total as boolean) as is_total,
        cast(is_period_inferred as boolean) as is_period_inferred,
        quote_zh,
        source_locator,
        {{ seed_row_key(source_document_id ~ '__' ~ table) }} as _seed_row_key
    from programme_metrics

)

select * from final
{%- endmacro %}
