with

superseded_plans as (

    select * from {{ ref('int_core__superseded_plans') }}

),

plans as (

    select * from {{ ref('int_core__plans_unioned') }}

),

unnoted as (

    select
        plans.plan_id,
        plans.source_document_id,
        plans.agency_id,
        plans.plan_row_no,
        plans.work_plan_name_zh,
        plans.plan_name_zh,
        plans.plan_category_zh,
        plans.kpi_link_zh,
        plans.content_zh,
        superseded_plans.agency_id is null as is_edition_of_record,
        plans.is_work_plan_merged,
        plans.source_locator,
        plans._seed_row_key
    from plans
    left join superseded_plans
        on
            plans.source_document_id = superseded_plans.source_document_id
            and plans.agency_id = superseded_plans.agency_id

),

final as (

    {{ with_notes('unnoted', ['core.dim_plans']) }}

)

select * from final
