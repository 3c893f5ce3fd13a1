with

plans as (

    select * from {{ ref('dim_plans') }}

),

kpis as (

    select * from {{ ref('dim_kpis') }}

),

-- A link names whole KPI names, whose own punctuation rules out splitting it.
named as (

    select
        plans.plan_id,
        kpis.kpi_id,
        plans.kpi_link_zh,
        kpis.kpi_name_zh,
        {{ normalised_name('kpis.kpi_name_zh') }} as normalised_kpi_name
    from plans
    inner join kpis
        on
            plans.source_document_id = kpis.source_document_id
            and plans.agency_id = kpis.agency_id
            and {{ dbt.position(
                normalised_name('kpis.kpi_name_zh'), normalised_name('plans.kpi_link_zh')
            ) }} > 0

),

-- A name that only stands inside the longer name of another KPI is not meant.
inside_longer_names as (

    select distinct
        named.plan_id,
        named.kpi_id
    from named
    inner join named as longer
        on
            named.plan_id = longer.plan_id
            and {{ dbt.position('named.normalised_kpi_name', 'longer.normalised_kpi_name') }} > 0
            and length(named.normalised_kpi_name) < length(longer.normalised_kpi_name)

),

final as (

    select
        named.plan_id,
        named.kpi_id,
        case
            when {{ dbt.position('named.kpi_name_zh', 'named.kpi_link_zh') }} > 0 then 'exact'
            else 'normalised'
        end as match_kind_code
    from named
    left join inside_longer_names
        on
            named.plan_id = inside_longer_names.plan_id
            and named.kpi_id = inside_longer_names.kpi_id
    where inside_longer_names.kpi_id is null

)

select * from final
