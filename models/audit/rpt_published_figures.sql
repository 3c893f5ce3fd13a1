with

figures as (

    select * from {{ ref('stg_published_figures__figures') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

final as (

    select
        figures.topic_zh,
        figures.metric_zh,
        figures.roc_period,
        figures.period_start_date,
        figures.period_end_date,
        figures.as_of_date,
        figures.printed_text,
        figures.printed_value as metric_value,
        figures.unit_zh,
        {{ in_base_unit('figures.printed_value', 'units.multiplier') }} as base_value,
        units.base_unit_zh,
        figures.comparability_code,
        figures.publisher_zh,
        figures.published_on,
        figures.source_url,
        figures.quote_zh,
        figures.note,
        figures._seed_row_key
    from figures
    inner join units
        on figures.unit_zh = units.unit_zh

)

select * from final
