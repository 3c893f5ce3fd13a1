with

kpis as (

    select * from {{ ref('dim_kpis') }}

),

kpi_targets as (

    select * from {{ ref('fct_kpi_targets') }}

),

agencies as (

    select * from {{ ref('dim_agencies') }}

),

located_targets as (

    select
        kpis.source_document_id,
        kpis.agency_id,
        kpis.goal_no,
        kpis.kpi_no,
        kpis.kpi_name_zh,
        kpis.source_locator,
        kpi_targets.fiscal_year,
        kpi_targets.component_no,
        kpi_targets.target_text,
        kpi_targets.target_value
    from kpis
    inner join kpi_targets
        on kpis.kpi_id = kpi_targets.kpi_id
    -- What a measure prints is compared with the measure.
    where kpi_targets.target_place_code = 'cell'

),

compared as (

    select
        'kpi_target_between_editions' as check_code,
        printed.source_document_id,
        printed.source_locator,
        concat_ws(
            '',
            agencies.agency_name_zh,
            ' ',
            printed.kpi_name_zh,
            '（',
            expected.source_document_id,
            ' ',
            expected.source_locator,
            '）'
        ) as subject_zh,
        printed.target_text as printed_text,
        expected.target_text as expected_text,
        case
            when
                {{ normalised_name('printed.target_text') }}
                = {{ normalised_name('expected.target_text') }}
                then 0
            else coalesce(nullif(printed.target_value - expected.target_value, 0), 1)
        end as difference_value
    from located_targets as printed
    inner join located_targets as expected
        on
            printed.agency_id = expected.agency_id
            and printed.goal_no = expected.goal_no
            and printed.kpi_no = expected.kpi_no
            and printed.fiscal_year = expected.fiscal_year
            and printed.component_no = expected.component_no
            and printed.source_document_id > expected.source_document_id
    inner join agencies
        on printed.agency_id = agencies.agency_id

),

final as (

    {{ exactly_compared('compared') }}

)

select * from final
