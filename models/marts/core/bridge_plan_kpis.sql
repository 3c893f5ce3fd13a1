with

plans as (

    select * from {{ ref('dim_plans') }}

),

kpis as (

    select * from {{ ref('dim_kpis') }}

),

-- A link names whole KPI names, whose own punctuation rules out splitting it.
matched as (

    select
        plans.plan_id,
        kpis.kpi_id,
        case
            when plans.kpi_link_zh like concat('%', kpis.kpi_name_zh, '%') then 'exact'
            else 'normalised'
        end as match_kind_code
    from plans
    inner join kpis
        on
            plans.source_document_id = kpis.source_document_id
            and plans.agency_id = kpis.agency_id
            and {{ normalised_name('plans.kpi_link_zh') }}
            like concat('%', {{ normalised_name('kpis.kpi_name_zh') }}, '%')

),

final as (

    select
        plan_id,
        kpi_id,
        match_kind_code
    from matched

)

select * from final
