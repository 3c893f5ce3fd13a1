with

kpis as (

    select * from {{ ref('int_core__kpis_unioned') }}

),

superseded_plans as (

    select * from {{ ref('int_core__superseded_plans') }}

),

final as (

    select
        kpis.kpi_id,
        -- Of two editions the same KPI has the same printed number.
        coalesce(record_kpis.kpi_id, kpis.kpi_id) as record_kpi_id,
        superseded_plans.agency_id is null as is_edition_of_record
    from kpis
    left join superseded_plans
        on
            kpis.source_document_id = superseded_plans.source_document_id
            and kpis.agency_id = superseded_plans.agency_id
    left join kpis as record_kpis
        on
            superseded_plans.record_document_id = record_kpis.source_document_id
            and kpis.agency_id = record_kpis.agency_id
            and kpis.goal_no = record_kpis.goal_no
            and kpis.kpi_no = record_kpis.kpi_no

)

select * from final
