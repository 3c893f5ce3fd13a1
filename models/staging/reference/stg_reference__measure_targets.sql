with

measure_targets as (

    select * from {{ ref('reference__measure_targets') }}

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
        {{ seed_row_key('reference__measure_targets') }} as _seed_row_key
    from measure_targets

)

select * from final
