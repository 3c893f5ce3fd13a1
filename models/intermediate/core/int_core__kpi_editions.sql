with

kpis as (

    select * from {{ ref('int_core__kpis_unioned') }}

),

edition_pairs as (

    select * from {{ ref('stg_reference__edition_pairs') }}

),

-- Both editions of a pair, with the one of record.
editions as (

    select
        older_document_id as source_document_id,
        agency_id,
        record_document_id
    from edition_pairs
    union all
    select
        newer_document_id as source_document_id,
        agency_id,
        record_document_id
    from edition_pairs

),

final as (

    select
        kpis.kpi_id,
        -- Of two editions the same KPI has the same printed number.
        coalesce(record_kpis.kpi_id, kpis.kpi_id) as record_kpi_id,
        coalesce(editions.record_document_id = kpis.source_document_id, true)
            as is_edition_of_record
    from kpis
    left join editions
        on
            kpis.source_document_id = editions.source_document_id
            and kpis.agency_id = editions.agency_id
    left join kpis as record_kpis
        on
            editions.record_document_id = record_kpis.source_document_id
            and kpis.agency_id = record_kpis.agency_id
            and kpis.goal_no = record_kpis.goal_no
            and kpis.kpi_no = record_kpis.kpi_no

)

select * from final
