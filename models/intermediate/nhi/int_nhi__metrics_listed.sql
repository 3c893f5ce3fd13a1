with

metrics as (

    select * from {{ ref('stg_reference__metrics') }}

),

landed_metrics as (

    select * from {{ ref('stg_landing__programme_metrics') }}

),

metric_months as (

    select * from {{ ref('stg_landing__metric_months') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

loaded as (

    select
        metric_id,
        metric_name_zh,
        unit_zh,
        _load_no
    from landed_metrics
    union all
    select
        metric_id,
        metric_name_zh,
        unit_zh,
        _load_no
    from metric_months

),

-- A metric of a file has one name and one unit; what was loaded last names it.
ranked as (

    select
        loaded.*,
        row_number() over (
            partition by loaded.metric_id
            order by loaded._load_no desc, loaded.metric_name_zh asc, loaded.unit_zh asc
        ) as name_no
    from loaded
    left join metrics
        on loaded.metric_id = metrics.metric_id
    where metrics.metric_id is null

),

unioned as (

    select
        metric_id,
        metric_name_zh,
        metric_name_en,
        series_id,
        unit_zh,
        aggregation_code
    from metrics
    union all
    select
        metric_id,
        metric_name_zh,
        cast(null as {{ dbt.type_string() }}) as metric_name_en,
        metric_id as series_id,
        unit_zh,
        -- What a file counts is taken for a flow; shares and ratings never add up.
        cast(null as {{ dbt.type_string() }}) as aggregation_code
    from ranked
    where name_no = 1

),

final as (

    select
        unioned.metric_id,
        unioned.metric_name_zh,
        unioned.metric_name_en,
        unioned.series_id,
        unioned.unit_zh,
        units.base_unit_zh,
        units.multiplier,
        units.dimension_code,
        coalesce(
            unioned.aggregation_code,
            case when units.is_additive then 'sum' else 'none' end
        ) as aggregation_code
    from unioned
    inner join units
        on unioned.unit_zh = units.unit_zh

)

select * from final
