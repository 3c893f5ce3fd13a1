{#- The printings of one role that count: wholes, or members with the columns that name them. -#}
{% macro counted_metrics(breakdown_role_code, naming_columns) -%}
with

printings as (

    select * from {{ ref('int_nhi__metric_printings_placed') }}

),

unnoted as (

    select
        metric_id,
        metric_name_zh,
        {%- for naming_column in naming_columns %}
        {{ naming_column }},
        {%- endfor %}
        period_start_date,
        period_end_date,
        roc_year,
        as_of_date,
        printed_text,
        metric_value,
        bound_code is not null as is_approximate,
        bound_code,
        metric_unit_zh as unit_zh,
        base_value,
        base_unit_zh,
        aggregation_code,
        is_period_inferred,
        is_unit_inferred,
        source_document_id,
        source_locator,
        quote_zh,
        is_quote_verbatim,
        _seed_row_key
    from printings
    where is_counted and breakdown_role_code = '{{ breakdown_role_code }}'

),

final as (

    {{ with_notes('unnoted', ['nhi.dim_metrics']) }}

)

select * from final
{%- endmacro %}
