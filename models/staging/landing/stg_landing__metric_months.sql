{%- set columns = {
    'metric_id': 'string',
    'metric_name_zh': 'string',
    'dimension_zh': 'string',
    'unit_zh': 'string',
    'is_total': 'boolean',
    'institution_level_zh': 'string',
    'region_zh': 'string',
    'month_start_date': 'date',
    'figure_count': 'bigint',
    'metric_value_sum': 'decimal(38,6)',
    'lowest_value': 'decimal(24,6)',
    'highest_value': 'decimal(24,6)',
} -%}
with

partials as (

    {{ landed_partials('metric_months', columns) }}

),

final as (

    select
        metric_id,
        metric_name_zh,
        dimension_zh,
        unit_zh,
        institution_level_zh,
        region_zh,
        month_start_date,
        figure_count,
        metric_value_sum,
        lowest_value,
        highest_value,
        is_total,
        _batch_id as source_document_id,
        _load_no
    from partials

)

select * from final
