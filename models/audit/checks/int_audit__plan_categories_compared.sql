with

kpis as (

    select * from {{ ref('dim_kpis') }}

),

plans as (

    select * from {{ ref('dim_plans') }}

),

agencies as (

    select * from {{ ref('dim_agencies') }}

),

agency_categories as (

    select distinct
        source_document_id,
        agency_id,
        plan_category_zh
    from plans

),

categories as (

    select distinct plan_category_zh
    from plans

),

category_lists as (

    select
        source_document_id,
        agency_id,
        {{ dbt.listagg('plan_category_zh', "'、'", 'order by plan_category_zh') }}
            as plan_categories_zh
    from agency_categories
    group by source_document_id, agency_id

),

compared as (

    select
        'kpi_plan_category' as check_code,
        kpis.source_document_id,
        kpis.source_locator,
        concat_ws('', agencies.agency_name_zh, ' ', kpis.kpi_name_zh) as subject_zh,
        categories.plan_category_zh as printed_text,
        category_lists.plan_categories_zh as expected_text,
        case when agency_categories.plan_category_zh is null then 1 else 0 end as difference_value
    from kpis
    inner join categories
        on {{ dbt.position('categories.plan_category_zh', 'kpis.plan_link_zh') }} > 0
    inner join agencies
        on kpis.agency_id = agencies.agency_id
    left join agency_categories
        on
            kpis.source_document_id = agency_categories.source_document_id
            and kpis.agency_id = agency_categories.agency_id
            and categories.plan_category_zh = agency_categories.plan_category_zh
    left join category_lists
        on
            kpis.source_document_id = category_lists.source_document_id
            and kpis.agency_id = category_lists.agency_id

),

final as (

    {{ exactly_compared('compared') }}

)

select * from final
