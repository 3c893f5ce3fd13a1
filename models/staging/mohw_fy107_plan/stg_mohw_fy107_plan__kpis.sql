with

kpis as (

    select * from {{ ref('mohw_fy107_plan__kpis') }}

),

typed as (

    select
        'mohw_fy107_plan' as source_document_id,
        'mohw' as agency_id,
        cast(null as {{ dbt.type_string() }}) as aspect_name_zh,
        {{ chinese_numeral('goal_no') }} as goal_no,
        goal_name_zh,
        cast(kpi_no as int) as kpi_no,
        kpi_name_zh,
        107 as roc_year,
        measure_definition_zh,
        evaluation_system_code,
        evaluation_method_zh,
        cast(null as {{ dbt.type_string() }}) as baseline_text,
        plan_link_zh,
        target_text,
        cast(is_goal_merged as boolean) as is_goal_merged,
        source_locator,
        {{ seed_row_key('mohw_fy107_plan__kpis') }} as _seed_row_key
    from kpis

),

final as (

    select
        *,
        {{ key_of(['source_document_id', 'agency_id', "goal_no || '-' || kpi_no"]) }} as kpi_id
    from typed

)

select * from final
