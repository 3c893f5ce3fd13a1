with

programme_metrics as (

    select * from {{ ref('int_nhi__programme_metrics_unioned') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

final as (

    select
        programme_metrics.metric_id,
        programme_metrics.metric_name_zh,
        programme_metrics.dimension_zh,
        programme_metrics.period_start_date,
        programme_metrics.period_end_date,
        programme_metrics.as_of_date,
        programme_metrics.printed_text,
        programme_metrics.printed_value as metric_value,
        programme_metrics.unit_zh,
        {{ in_base_unit('programme_metrics.printed_value', 'units.multiplier') }} as base_value,
        units.base_unit_zh,
        programme_metrics.is_total,
        programme_metrics.is_period_inferred,
        programme_metrics.is_unit_inferred,
        programme_metrics.source_document_id,
        programme_metrics.source_locator,
        programme_metrics.quote_zh,
        programme_metrics._seed_row_key
    from programme_metrics
    inner join units
        on programme_metrics.unit_zh = units.unit_zh

)

select * from final
