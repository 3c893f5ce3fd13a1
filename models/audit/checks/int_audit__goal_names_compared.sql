with

kpis as (

    select * from {{ ref('dim_kpis') }}

),

policy_goals as (

    select * from {{ ref('dim_policy_goals') }}

),

agencies as (

    select * from {{ ref('dim_agencies') }}

),

-- Plans that number their goals; the aspects of other KPI tables are no goals.
numbered_plans as (

    select distinct
        source_document_id,
        agency_id
    from policy_goals

),

kpi_table_goals as (

    select
        kpis.source_document_id,
        kpis.agency_id,
        kpis.goal_no,
        kpis.goal_name_zh,
        min(kpis.source_locator) as source_locator
    from kpis
    inner join numbered_plans
        on
            kpis.source_document_id = numbered_plans.source_document_id
            and kpis.agency_id = numbered_plans.agency_id
    group by kpis.source_document_id, kpis.agency_id, kpis.goal_no, kpis.goal_name_zh

),

compared as (

    select
        'kpi_goal_in_part_one' as check_code,
        kpi_table_goals.source_document_id,
        kpi_table_goals.source_locator,
        concat_ws('', agencies.agency_name_zh, ' 施政目標', kpi_table_goals.goal_no) as subject_zh,
        kpi_table_goals.goal_name_zh as printed_text,
        policy_goals.goal_name_zh as expected_text,
        case
            when
                {{ normalised_name('kpi_table_goals.goal_name_zh') }}
                = {{ normalised_name('policy_goals.goal_name_zh') }}
                then 0
            else 1
        end as difference_value
    from kpi_table_goals
    inner join agencies
        on kpi_table_goals.agency_id = agencies.agency_id
    left join policy_goals
        on
            kpi_table_goals.source_document_id = policy_goals.source_document_id
            and kpi_table_goals.agency_id = policy_goals.agency_id
            and kpi_table_goals.goal_no = policy_goals.goal_no

),

final as (

    {{ exactly_compared('compared') }}

)

select * from final
