{%- set columns = {
    'metric_id': 'string',
    'metric_name_zh': 'string',
    'dimension_zh': 'string',
    'institution_id': 'string',
    'institution_name_zh': 'string',
    'institution_level_zh': 'string',
    'region_zh': 'string',
    'period_start_date': 'date',
    'period_end_date': 'date',
    'as_of_date': 'date',
    'metric_value_text': 'string',
    'metric_value': 'decimal(24,6)',
    'unit_zh': 'string',
    'is_total': 'boolean',
} -%}
with

landed as (

    {{ landed_rows('programme_metrics', columns) }}

),

final as (

    select
        _batch_id as source_document_id,
        metric_id,
        metric_name_zh,
        dimension_zh,
        institution_id,
        institution_name_zh,
        institution_level_zh,
        region_zh,
        period_start_date,
        period_end_date,
        as_of_date,
        metric_value_text as printed_text,
        unit_zh,
        metric_value as printed_value,
        is_total,
        concat_ws(' ', institution_name_zh, metric_name_zh, dimension_zh, metric_value_text)
            as quote_zh,
        _source_locator as source_locator,
        _seed_row_key,
        _key,
        _load_no
    from landed

)

select * from final
