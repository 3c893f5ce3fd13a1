{{ config(materialized='ephemeral') }}
{%- set columns = {
    'institution_id': 'string',
    'institution_level_zh': 'string',
    'region_zh': 'string',
    'metric_id': 'string',
    'dimension_zh': 'string',
    'unit_zh': 'string',
    'is_total': 'boolean',
    'period_start_date': 'date',
    'period_end_date': 'date',
    'as_of_date': 'date',
    'metric_value': 'decimal(24,6)',
} %}
with

landed as (

    {{ landed_institution_rows(columns) }}

),

final as (

    select
        institution_id,
        institution_level_zh,
        region_zh,
        metric_id,
        dimension_zh,
        unit_zh,
        period_start_date as month_start_date,
        period_end_date as month_end_date,
        coalesce(as_of_date, period_end_date) as as_of_date,
        metric_value,
        is_total,
        _batch_id as source_document_id,
        _load_no
    from landed

)

select * from final
