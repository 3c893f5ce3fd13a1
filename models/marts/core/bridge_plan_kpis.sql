with

plans as (

    select * from {{ ref('dim_plans') }}

),

kpis as (

    select * from {{ ref('dim_kpis') }}

),

-- Of users' files, plans and KPIs stand in two, and their identifiers begin with the same plan's.
-- A link names whole KPI names, whose own punctuation rules out splitting it.
named as (

    select
        plans.plan_id,
        kpis.kpi_id,
        plans.kpi_link_zh,
        kpis.kpi_name_zh,
        {{ normalised_name('plans.kpi_link_zh') }} as link_name,
        {{ normalised_name('kpis.kpi_name_zh') }} as kpi_name
    from plans
    inner join kpis
        on
            (
                plans.source_document_id = kpis.source_document_id
                or {{ dbt.split_part('plans.plan_id', "'/'", 1) }}
                = {{ dbt.split_part('kpis.kpi_id', "'/'", 1) }}
            )
            and plans.agency_id = kpis.agency_id
            and {{ dbt.position(
                normalised_name('kpis.kpi_name_zh'), normalised_name('plans.kpi_link_zh')
            ) }} > 0

),

-- How often a name stands in the link only as a part of another KPI's longer name.
inside_longer_names as (

    select
        named.plan_id,
        named.kpi_id,
        sum(
            {{ occurrence_count('named.kpi_name', 'longer.kpi_name') }}
            * {{ occurrence_count('longer.kpi_name', 'longer.link_name') }}
        ) as inside_count
    from named
    inner join named as longer
        on
            named.plan_id = longer.plan_id
            and length(named.kpi_name) < length(longer.kpi_name)
    group by named.plan_id, named.kpi_id

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
    where
        {{ occurrence_count('named.kpi_name', 'named.link_name') }}
        > coalesce(inside_longer_names.inside_count, 0)

)

select * from final
