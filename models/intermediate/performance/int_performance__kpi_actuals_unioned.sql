with

past_actuals as (

    select * from {{ ref('stg_ey_fy107_plans__past_actuals') }}

),

kpi_baselines as (

    select * from {{ ref('stg_reference__kpi_baselines') }}

),

kpis as (

    select * from {{ ref('int_core__kpis_unioned') }}

),

final as (

    select
        kpi_id,
        source_document_id,
        cast(null as {{ dbt.type_string() }}) as source_url,
        roc_year,
        {{ roc_year_end('roc_year') }} as as_of_date,
        actual_text,
        cast(null as {{ dbt.type_string() }}) as subject_zh,
        'exact' as comparability_code,
        'full_year' as data_maturity_code,
        source_locator,
        _seed_row_key
    from past_actuals
    union all
    select
        kpi_baselines.kpi_id,
        kpis.source_document_id,
        cast(null as {{ dbt.type_string() }}) as source_url,
        kpi_baselines.roc_year,
        kpi_baselines.as_of_date,
        concat(kpi_baselines.printed_text, kpi_baselines.unit_zh) as actual_text,
        kpi_baselines.subject_zh,
        'exact' as comparability_code,
        'full_year' as data_maturity_code,
        kpis.source_locator,
        cast(null as {{ dbt.type_string() }}) as _seed_row_key
    from kpi_baselines
    inner join kpis
        on kpi_baselines.kpi_id = kpis.kpi_id

)

select * from final
