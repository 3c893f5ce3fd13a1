with

plans as (

    select * from {{ ref('int_core__plans_unioned') }}

),

unnoted as (

    select
        plan_id,
        source_document_id,
        agency_id,
        plan_row_no,
        work_plan_name_zh,
        plan_name_zh,
        plan_category_zh,
        kpi_link_zh,
        content_zh,
        is_work_plan_merged,
        source_locator,
        _seed_row_key
    from plans

),

final as (

    {{ with_notes('unnoted', ['core.dim_plans']) }}

)

select * from final
