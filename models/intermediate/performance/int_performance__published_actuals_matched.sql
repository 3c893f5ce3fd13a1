with

figures as (

    select * from {{ ref('stg_published_figures__figures') }}

),

published_kpi_actuals as (

    select * from {{ ref('stg_reference__published_kpi_actuals') }}

),

final as (

    select
        published_kpi_actuals.kpi_id,
        published_kpi_actuals.subject_zh,
        published_kpi_actuals.comparability_note_en,
        published_kpi_actuals.comparability_note_zh,
        figures.publisher_zh,
        figures.source_url,
        figures.roc_year,
        figures.as_of_date,
        figures.printed_text as actual_text,
        figures.printed_value,
        figures.unit_zh,
        -- What is exact to the documents may still be another thing than this KPI counts.
        case
            when published_kpi_actuals.comparability_note_en is not null then 'similar'
            else figures.comparability_code
        end as comparability_code,
        -- A quarter and a span of years are no state of a year: null, which the mart refuses.
        case
            when
                figures.period_start_date != figures.period_end_date
                and figures.period_start_date != {{ roc_year_start('figures.roc_year') }}
                then null
            when figures.period_end_date = {{ roc_year_end('figures.roc_year') }} then 'full_year'
            else 'year_to_date'
        end as data_maturity_code,
        figures.quote_zh,
        figures._seed_row_key
    from figures
    inner join published_kpi_actuals
        on
            figures.topic_zh = published_kpi_actuals.topic_zh
            and figures.metric_zh = published_kpi_actuals.metric_zh

)

select * from final
