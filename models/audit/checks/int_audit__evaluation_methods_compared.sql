with

kpis as (

    select * from {{ ref('dim_kpis') }}

),

agencies as (

    select * from {{ ref('dim_agencies') }}

),

measures as (

    select
        *,
        {{ normalised_name('measure_definition_zh') }} as measure_key
    from kpis
    where evaluation_method_zh is not null

),

method_counts as (

    select
        source_document_id,
        measure_key,
        evaluation_method_zh,
        count(*) as method_kpi_count,
        sum(count(*)) over (partition by source_document_id, measure_key) as measure_kpi_count
    from measures
    group by source_document_id, measure_key, evaluation_method_zh

),

-- Of a measure printed twice with two methods, neither is the usual one.
usual_methods as (

    select * from method_counts
    where measure_kpi_count > 1 and 2 * method_kpi_count > measure_kpi_count

),

compared as (

    select
        'measure_evaluation_method' as check_code,
        measures.source_document_id,
        measures.source_locator,
        concat_ws('', agencies.agency_name_zh, ' ', measures.kpi_name_zh) as subject_zh,
        measures.evaluation_method_zh as printed_text,
        usual_methods.evaluation_method_zh as expected_text,
        case
            when measures.evaluation_method_zh = usual_methods.evaluation_method_zh then 0 else 1
        end as difference_value
    from measures
    inner join usual_methods
        on
            measures.source_document_id = usual_methods.source_document_id
            and measures.measure_key = usual_methods.measure_key
    inner join agencies
        on measures.agency_id = agencies.agency_id

),

final as (

    {{ exactly_compared('compared') }}

)

select * from final
