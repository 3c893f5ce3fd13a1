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

landed_actuals as (

    select * from {{ ref('stg_landing__kpi_actuals') }}

),

landed_rows_ranked as (

    select * from {{ ref('int_landing__rows_ranked') }}

),

current_landed_actuals as (

    select landed_actuals.*
    from landed_actuals
    inner join landed_rows_ranked
        on landed_actuals._seed_row_key = landed_rows_ranked.seed_row_key
    where not landed_rows_ranked.is_superseded

),

final as (

    select
        kpi_id,
        source_document_id,
        cast(null as {{ dbt.type_string() }}) as source_url,
        roc_year,
        {{ roc_year_end('roc_year') }} as as_of_date,
        actual_text,
        cast(null as decimal(24, 6)) as given_value,
        cast(null as {{ dbt.type_string() }}) as given_unit_zh,
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
        cast(null as decimal(24, 6)) as given_value,
        cast(null as {{ dbt.type_string() }}) as given_unit_zh,
        kpi_baselines.subject_zh,
        'exact' as comparability_code,
        'full_year' as data_maturity_code,
        kpis.source_locator,
        cast(null as {{ dbt.type_string() }}) as _seed_row_key
    from kpi_baselines
    inner join kpis
        on kpi_baselines.kpi_id = kpis.kpi_id
    union all
    select
        kpi_id,
        source_document_id,
        source_url,
        roc_year,
        as_of_date,
        actual_text,
        actual_value as given_value,
        unit_zh as given_unit_zh,
        subject_zh,
        comparability_code,
        data_maturity_code,
        source_locator,
        _seed_row_key
    from current_landed_actuals

)

select * from final
