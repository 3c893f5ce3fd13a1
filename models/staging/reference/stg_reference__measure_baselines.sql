with

measure_baselines as (

    select * from {{ ref('reference__measure_baselines') }}

),

final as (

    select
        kpi_id,
        cast(baseline_no as int) as baseline_no,
        subject_zh,
        baseline_text,
        quote_zh,
        source_locator
    from measure_baselines

)

select * from final
