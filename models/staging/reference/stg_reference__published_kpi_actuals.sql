with

published_kpi_actuals as (

    select * from {{ ref('reference__published_kpi_actuals') }}

),

final as (

    select
        topic_zh,
        metric_zh,
        kpi_id,
        subject_zh,
        comparability_note_en,
        comparability_note_zh
    from published_kpi_actuals

)

select * from final
