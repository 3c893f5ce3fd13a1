with

actuals as (

    select * from {{ ref('int_performance__kpi_actuals_parsed') }}

),

kpi_editions as (

    select * from {{ ref('int_core__kpi_editions') }}

),

source_documents as (

    select * from {{ ref('dim_source_documents') }}

),

final as (

    select
        actuals.kpi_id,
        actuals.fiscal_year,
        actuals.roc_year,
        actuals.as_of_date,
        actuals.subject_zh,
        actuals.actual_text,
        actuals.actual_value,
        actuals.unit_zh,
        actuals.comparability_code,
        actuals.comparability_note_en,
        actuals.comparability_note_zh,
        actuals.data_maturity_code,
        actuals.is_computed,
        actuals.figure_note_en,
        actuals.figure_note_zh,
        kpi_editions.record_kpi_id,
        kpi_editions.is_edition_of_record,
        coalesce(actuals.publisher_zh, source_documents.publisher_zh) as publisher_zh,
        actuals.source_document_id,
        actuals.source_url,
        actuals.source_locator,
        actuals.quote_zh,
        actuals._seed_row_key
    from actuals
    inner join kpi_editions
        on actuals.kpi_id = kpi_editions.kpi_id
    left join source_documents
        on actuals.source_document_id = source_documents.source_document_id

)

select * from final
