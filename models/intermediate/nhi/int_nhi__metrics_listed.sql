with

metrics as (

    select * from {{ ref('stg_reference__metrics') }}

),

metric_aliases as (

    select * from {{ ref('stg_reference__metric_aliases') }}

),

prose_metrics as (

    select * from {{ ref('int_nhi__prose_metrics_unioned') }}

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

printed as (

    -- A document comes before every file, so that no file names what it prints.
    select
        metric_id,
        metric_name_zh,
        unit_zh,
        cast(null as bigint) as _load_no
    from prose_metrics
    union all
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

-- A metric that no list declares has one name and one unit; what was loaded last names a file's.
ranked as (

    select
        printed.*,
        row_number() over (
            partition by printed.metric_id
            order by
                case when printed._load_no is null then 0 else 1 end asc,
                printed._load_no desc,
                printed.metric_name_zh asc,
                printed.unit_zh asc
        ) as name_no
    from printed
    left join metrics
        on printed.metric_id = metrics.metric_id
    left join metric_aliases
        on printed.metric_id = metric_aliases.printed_metric_id
    where metrics.metric_id is null and metric_aliases.metric_id is null

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
        -- What such a metric counts is taken for a flow; shares and ratings never add up.
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
