with

plans as (

    select * from {{ ref('dim_plans') }}

),

kpis as (

    select * from {{ ref('dim_kpis') }}

),

plan_kpis as (

    select * from {{ ref('bridge_plan_kpis') }}

),

-- Two KPIs of an agency may have the same name: a link names both at once.
named_once as (

    select
        plan_kpis.plan_id,
        {{ normalised_name('kpis.kpi_name_zh') }} as normalised_kpi_name,
        min(kpis.kpi_name_zh) as kpi_name_zh
    from plan_kpis
    inner join kpis
        on plan_kpis.kpi_id = kpis.kpi_id
    group by plan_kpis.plan_id, {{ normalised_name('kpis.kpi_name_zh') }}

),

-- A link that names KPIs and nothing else is as long as their names and one mark between two.
named as (

    select
        plan_id,
        sum(length(normalised_kpi_name)) + count(*) - 1 as named_length,
        {{ dbt.listagg('kpi_name_zh', "'、'", 'order by kpi_name_zh') }} as named_kpis
    from named_once
    group by plan_id

),

compared as (

    select
        'plan_kpi_link' as check_code,
        plans.source_document_id,
        plans.source_locator,
        plans.plan_name_zh as subject_zh,
        plans.kpi_link_zh as printed_text,
        named.named_kpis as expected_text,
        length({{ normalised_name('plans.kpi_link_zh') }}) - coalesce(named.named_length, 0)
            as difference_value
    from plans
    left join named
        on plans.plan_id = named.plan_id
    where plans.kpi_link_zh is not null

),

final as (

    {{ exactly_compared('compared') }}

)

select * from final
