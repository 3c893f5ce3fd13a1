{%- set columns = {
    '_seed_row_key': 'string',
    'source_document_id': 'string',
    'metric_id': 'string',
    'dimension_zh': 'string',
    'period_start_date': 'date',
    'period_end_date': 'date',
    'as_of_date': 'date',
    'subject_zh': 'string',
    'printed_text': 'string',
    'unit_zh': 'string',
    'printed_value': 'decimal(24,6)',
    'is_exact': 'boolean',
    'source_locator': 'string',
} -%}
{%- set of_metrics = [
    'metric_id', 'dimension_zh', 'period_start_date', 'period_end_date', 'as_of_date'
] -%}
with

programme_metrics as (

    select * from {{ ref('int_nhi__programme_metrics_unioned') }}

),

batches as (

    select * from {{ ref('stg_landing__batches') }}

),

budget_lines as (

    select * from {{ ref('int_budget__budget_lines_unioned') }}

),

text_figures as (

    select * from {{ ref('stg_reference__text_figures') }}

),

printed_texts as (

    select * from {{ ref('int_audit__printed_texts_unioned') }}

),

kpi_baselines as (

    select * from {{ ref('stg_reference__kpi_baselines') }}

),

kpis as (

    select * from {{ ref('int_core__kpis_unioned') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

-- Findings are of what documents print; a user's file is none.
document_metrics as (

    select programme_metrics.*
    from programme_metrics
    left join batches
        on programme_metrics.source_document_id = batches.batch_id
    where batches.batch_id is null

),

metric_figures as (

    select
        _seed_row_key,
        source_document_id,
        metric_id,
        dimension_zh,
        period_start_date,
        period_end_date,
        as_of_date,
        concat_ws(
            ' ',
            metric_name_zh,
            dimension_zh,
            case
                when period_end_date is null then concat_ws('', period_start_date, '起')
                when period_end_date = period_start_date
                    then cast(period_start_date as {{ dbt.type_string() }})
                else concat_ws('', period_start_date, '至', period_end_date)
            end
        ) as subject_zh,
        printed_text,
        unit_zh,
        printed_value,
        source_locator
    from document_metrics

),

budget_figures as (

    select
        _seed_row_key,
        source_document_id,
        concat_ws(
            ' ',
            item_name_zh,
            global_budget_sector_zh,
            cast(roc_year as {{ dbt.type_string() }}) || '年'
        ) as subject_zh,
        printed_text,
        unit_zh,
        {{ printed_number('printed_text') }} as printed_value,
        source_locator
    from budget_lines

),

figures_of_texts as (

    select
        text_figures._seed_row_key,
        printed_texts.source_document_id,
        printed_texts.subject_zh,
        text_figures.printed_text,
        text_figures.unit_zh,
        text_figures.printed_value,
        text_figures.is_exact,
        printed_texts.source_locator
    from text_figures
    inner join printed_texts
        on
            text_figures.text_row_key = printed_texts.text_row_key
            and text_figures.column_code = printed_texts.column_code

),

baseline_figures as (

    select
        kpi_baselines._seed_row_key,
        kpis.source_document_id,
        concat_ws(
            ' ',
            kpis.kpi_name_zh,
            kpi_baselines.subject_zh,
            concat_ws('', kpi_baselines.roc_year, '年')
        ) as subject_zh,
        kpi_baselines.printed_text,
        kpi_baselines.unit_zh,
        kpi_baselines.printed_value,
        kpis.source_locator
    from kpi_baselines
    inner join kpis
        on kpi_baselines.kpi_id = kpis.kpi_id

),

unioned as (

    {{ union_of(columns, [
        {'from': 'metric_figures', 'lacks': ['is_exact']},
        {'from': 'budget_figures', 'lacks': of_metrics + ['is_exact']},
        {'from': 'figures_of_texts', 'lacks': of_metrics},
        {'from': 'baseline_figures', 'lacks': of_metrics + ['is_exact']},
    ]) }}

),

final as (

    select
        unioned._seed_row_key,
        unioned.source_document_id,
        unioned.metric_id,
        unioned.dimension_zh,
        unioned.period_start_date,
        unioned.period_end_date,
        unioned.as_of_date,
        unioned.subject_zh,
        unioned.printed_text,
        unioned.unit_zh,
        units.multiplier,
        {{ in_base_unit('unioned.printed_value', 'units.multiplier') }} as base_value,
        case
            when unioned.is_exact then cast(0 as decimal(28, 8))
            else
                {{ in_base_unit(
                    rounding_allowance(
                        'unioned.printed_text', 'units.dimension_code', 'units.multiplier'
                    ),
                    'units.multiplier'
                ) }}
        end as rounding_value,
        unioned.source_locator
    from unioned
    inner join units
        on unioned.unit_zh = units.unit_zh

)

select * from final
