-- Cutting the notes off a measure must lose nothing of it.
with

kpis as (

    select * from {{ ref('dim_kpis') }}

),

data_quality as (

    select * from {{ ref('dim_kpi_data_quality') }}

),

final as (

    select kpis.kpi_id
    from kpis
    left join data_quality
        on kpis.kpi_id = data_quality.kpi_id
    where
        kpis.measure_definition_zh is distinct from
        data_quality.measure_without_notes_zh || coalesce(data_quality.measure_note_zh, '')

)

select * from final
