with

programme_metrics as (

    select * from {{ ref('nhi_tiered_care_progress__programme_metrics') }}

),

final as (

    select
        'nhi_tiered_care_progress' as source_document_id,
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
        {{ seed_row_key('nhi_tiered_care_progress__programme_metrics') }} as _seed_row_key
    from programme_metrics

)

select * from final
