with

targets as (

    select * from {{ ref('kpi_measures__targets') }}

),

final as (

    select
        kpi_id,
        cast(roc_year as int) as roc_year,
        cast(component_no as int) as component_no,
        subject_zh,
        printed_text,
        unit_zh,
        cast(value_text as decimal(24, 6)) as printed_value,
        quote_zh,
        source_locator,
        {{ seed_row_key('kpi_measures__targets') }} as _seed_row_key
    from targets

)

select * from final
