with

ministry_kpis as (

    select * from {{ ref('stg_mohw_fy107_plan__kpis') }}

),

volume_kpis as (

    select * from {{ ref('stg_ey_fy107_plans__kpis') }}

),

digital_upgrade_targets as (

    select * from {{ ref('stg_nhi_digital_upgrade_113_116__kpi_targets') }}

),

final as (

    select
        kpi_id,
        source_document_id,
        roc_year,
        target_text,
        source_locator,
        _seed_row_key
    from ministry_kpis
    union all
    select
        kpi_id,
        source_document_id,
        roc_year,
        target_text,
        source_locator,
        _seed_row_key
    from volume_kpis
    union all
    select
        kpi_id,
        source_document_id,
        roc_year,
        target_text,
        source_locator,
        _seed_row_key
    from digital_upgrade_targets

)

select * from final
