with

actuals as (

    select * from {{ ref('int_performance__kpi_actuals_unioned') }}

),

kpi_measures as (

    select * from {{ ref('stg_reference__kpi_measures') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

-- What staging has read is not read again.
unread_actuals as (

    select actual_text
    from actuals
    where read_unit_zh is null

),

{{ figures_read('unread_actuals', 'actual_text') }},

-- An actual is a value, not a change of one, and of the year it says it is of.
valued as (

    select
        actuals.*,
        case
            when actuals.read_unit_zh is not null then actuals.read_value
            else figures.number_value
        end as value_read,
        coalesce(actuals.read_unit_zh, figures.unit_zh) as unit_read
    from actuals
    left join figures
        on
            actuals.actual_text = figures.figure_text
            and actuals.read_unit_zh is null
            and figures.kind_code = 'absolute'
            and (figures.stated_roc_year is null or actuals.roc_year = figures.stated_roc_year)

),

in_measured_units as (

    select
        valued.*,
        coalesce(kpi_measures.unit_zh, valued.unit_read) as measured_unit_zh
    from valued
    -- A document's own figure is in the unit of its target; a user's is where that means the same.
    left join kpi_measures
        on
            valued.kpi_id = kpi_measures.kpi_id
            and valued.value_read is not null
            and coalesce(valued.unit_read, '') = coalesce(kpi_measures.printed_unit_zh, '')
            and (kpi_measures.is_unit_equivalent or valued.read_unit_zh is null)

),

final as (

    select
        kpi_id,
        {{ roc_to_fiscal_year('roc_year') }} as fiscal_year,
        roc_year,
        as_of_date,
        subject_zh,
        actual_text,
        -- A number without a unit is of nothing.
        case when measured_unit_zh is not null then value_read end as actual_value,
        measured_unit_zh as unit_zh,
        comparability_code,
        comparability_note_en,
        comparability_note_zh,
        data_maturity_code,
        is_computed,
        figure_note_en,
        figure_note_zh,
        publisher_zh,
        source_document_id,
        source_url,
        source_locator,
        quote_zh,
        _seed_row_key
    from in_measured_units

)

select * from final
