with

plans as (

    select * from {{ ref('mohw_fy107_plan__plans') }}

),

typed as (

    select
        'mohw_fy107_plan' as source_document_id,
        'mohw' as agency_id,
        cast(plan_row_no as int) as plan_row_no,
        work_plan_name_zh,
        plan_name_zh,
        plan_category_zh,
        content_zh,
        kpi_link_zh,
        cast(is_work_plan_merged as boolean) as is_work_plan_merged,
        source_locator,
        {{ seed_row_key('mohw_fy107_plan__plans') }} as _seed_row_key
    from plans

),

final as (

    select
        *,
        {{ key_of(['source_document_id', 'agency_id', "'plan-' || plan_row_no"]) }} as plan_id
    from typed

)

select * from final
