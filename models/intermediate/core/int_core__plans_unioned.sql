with

ministry_plans as (

    select * from {{ ref('stg_mohw_fy107_plan__plans') }}

),

volume_plans as (

    select * from {{ ref('stg_ey_fy107_plans__plans') }}

),

unioned as (

    select * from ministry_plans
    union all
    select * from volume_plans

),

final as (

    select
        plan_id,
        source_document_id,
        agency_id,
        plan_row_no,
        work_plan_name_zh,
        plan_name_zh,
        plan_category_zh,
        content_zh,
        kpi_link_zh,
        is_work_plan_merged,
        source_locator,
        _seed_row_key
    from unioned

)

select * from final
