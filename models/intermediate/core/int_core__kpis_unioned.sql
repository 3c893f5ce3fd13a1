with

ministry_kpis as (

    select * from {{ ref('stg_mohw_fy107_plan__kpis') }}

),

volume_kpis as (

    select * from {{ ref('stg_ey_fy107_plans__kpis') }}

),

digital_upgrade_kpis as (

    select * from {{ ref('stg_nhi_digital_upgrade_113_116__kpis') }}

),

agency_plan_kpis as (

    select * from ministry_kpis
    union all
    select * from volume_kpis

),

final as (

    select
        kpi_id,
        source_document_id,
        agency_id,
        cast(null as {{ dbt.type_string() }}) as aspect_name_zh,
        goal_no,
        goal_name_zh,
        kpi_no,
        kpi_name_zh,
        measure_definition_zh,
        evaluation_system_code,
        evaluation_method_zh,
        cast(null as {{ dbt.type_string() }}) as baseline_text,
        plan_link_zh,
        false as is_qualitative,
        is_goal_merged,
        false as is_kpi_no_inferred,
        source_locator,
        _seed_row_key
    from agency_plan_kpis
    union all
    select
        kpi_id,
        source_document_id,
        agency_id,
        aspect_name_zh,
        aspect_no as goal_no,
        aspect_name_zh as goal_name_zh,
        kpi_no,
        kpi_name_zh,
        measure_definition_zh,
        cast(null as {{ dbt.type_string() }}) as evaluation_system_code,
        cast(null as {{ dbt.type_string() }}) as evaluation_method_zh,
        baseline_text,
        cast(null as {{ dbt.type_string() }}) as plan_link_zh,
        is_qualitative,
        false as is_goal_merged,
        is_kpi_no_inferred,
        source_locator,
        _seed_row_key
    from digital_upgrade_kpis

)

select * from final
