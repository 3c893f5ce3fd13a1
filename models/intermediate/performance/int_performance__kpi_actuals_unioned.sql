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

published_actuals as (

    select * from {{ ref('int_performance__published_actuals_matched') }}

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
        cast(null as {{ dbt.type_string() }}) as subject_zh,
        'exact' as comparability_code,
        'full_year' as data_maturity_code,
        source_locator,
        _seed_row_key,
        cast(null as decimal(24, 6)) as read_value,
        cast(null as {{ dbt.type_string() }}) as read_unit_zh,
        cast(null as {{ dbt.type_string() }}) as comparability_note_en,
        cast(null as {{ dbt.type_string() }}) as comparability_note_zh,
        cast(null as {{ dbt.type_string() }}) as publisher_zh,
        cast(null as {{ dbt.type_string() }}) as quote_zh
    from past_actuals
    union all
    select
        kpi_baselines.kpi_id,
        kpis.source_document_id,
        cast(null as {{ dbt.type_string() }}) as source_url,
        kpi_baselines.roc_year,
        kpi_baselines.as_of_date,
        concat_ws('', kpi_baselines.printed_text, kpi_baselines.unit_zh) as actual_text,
        kpi_baselines.subject_zh,
        'exact' as comparability_code,
        'full_year' as data_maturity_code,
        kpis.source_locator,
        cast(null as {{ dbt.type_string() }}) as _seed_row_key,
        cast(null as decimal(24, 6)) as read_value,
        cast(null as {{ dbt.type_string() }}) as read_unit_zh,
        cast(null as {{ dbt.type_string() }}) as comparability_note_en,
        cast(null as {{ dbt.type_string() }}) as comparability_note_zh,
        cast(null as {{ dbt.type_string() }}) as publisher_zh,
        kpi_baselines.quote_zh
    from kpi_baselines
    inner join kpis
        on kpi_baselines.kpi_id = kpis.kpi_id
    union all
    select
        kpi_id,
        cast(null as {{ dbt.type_string() }}) as source_document_id,
        source_url,
        roc_year,
        as_of_date,
        actual_text,
        subject_zh,
        comparability_code,
        data_maturity_code,
        cast(null as {{ dbt.type_string() }}) as source_locator,
        _seed_row_key,
        printed_value as read_value,
        unit_zh as read_unit_zh,
        comparability_note_en,
        comparability_note_zh,
        publisher_zh,
        quote_zh
    from published_actuals
    union all
    select
        kpi_id,
        source_document_id,
        source_url,
        roc_year,
        as_of_date,
        actual_text,
        subject_zh,
        comparability_code,
        data_maturity_code,
        source_locator,
        _seed_row_key,
        actual_value as read_value,
        unit_zh as read_unit_zh,
        comparability_note as comparability_note_en,
        comparability_note as comparability_note_zh,
        '使用者' as publisher_zh,
        cast(null as {{ dbt.type_string() }}) as quote_zh
    from current_landed_actuals

)

select * from final
