-- A mapping that names no published figure, or no figure or KPI of ours, would compare nothing.
with

published_kpi_actuals as (

    select * from {{ ref('stg_reference__published_kpi_actuals') }}

),

published_comparisons as (

    select * from {{ ref('stg_reference__published_comparisons') }}

),

figures as (

    select * from {{ ref('rpt_published_figures') }}

),

comparisons as (

    select * from {{ ref('rpt_published_comparisons') }}

),

kpi_actuals as (

    select * from {{ ref('fct_kpi_actuals') }}

),

actuals_of_figures as (

    select
        figures.topic_zh,
        figures.metric_zh,
        kpi_actuals.kpi_id
    from figures
    inner join kpi_actuals
        on figures._seed_row_key = kpi_actuals._seed_row_key

),

final as (

    select
        published_kpi_actuals.topic_zh,
        published_kpi_actuals.metric_zh,
        published_kpi_actuals.kpi_id as mapped_to
    from published_kpi_actuals
    left join actuals_of_figures
        on
            published_kpi_actuals.topic_zh = actuals_of_figures.topic_zh
            and published_kpi_actuals.metric_zh = actuals_of_figures.metric_zh
            and published_kpi_actuals.kpi_id = actuals_of_figures.kpi_id
    where actuals_of_figures.kpi_id is null
    union all
    select
        published_comparisons.topic_zh,
        published_comparisons.metric_zh,
        published_comparisons.compared_row_key as mapped_to
    from published_comparisons
    left join comparisons
        on
            published_comparisons.topic_zh = comparisons.topic_zh
            and published_comparisons.metric_zh = comparisons.metric_zh
            and published_comparisons.roc_period = comparisons.roc_period
            and published_comparisons.compared_row_key = comparisons._compared_seed_row_key
    where comparisons._compared_seed_row_key is null

)

select * from final
