with

actuals as (

    select * from {{ ref('int_performance__kpi_actuals_parsed') }}

),

final as (

    select
        kpi_id,
        fiscal_year,
        roc_year,
        as_of_date,
        subject_zh,
        actual_text,
        actual_value,
        unit_zh,
        comparability_code,
        data_maturity_code,
        source_document_id,
        source_url,
        source_locator,
        _seed_row_key
    from actuals

)

select * from final
