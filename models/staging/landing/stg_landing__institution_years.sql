{{ config(materialized='ephemeral') }}
{%- set columns = {
    'institution_id': 'string',
    'metric_id': 'string',
    'dimension_zh': 'string',
    'unit_zh': 'string',
    'is_total': 'boolean',
    'fiscal_year': 'int',
    'month_bits': 'int',
    'metric_value_sum': 'decimal(38,6)',
    'lowest_value': 'decimal(24,6)',
    'highest_value': 'decimal(24,6)',
} %}
with

partials as (

    {{ landed_partials('institution_years', columns) }}

),

final as (

    select
        institution_id,
        metric_id,
        dimension_zh,
        unit_zh,
        fiscal_year,
        month_bits,
        metric_value_sum,
        lowest_value,
        highest_value,
        is_total,
        _batch_id as source_document_id,
        _load_no
    from partials

)

select * from final
