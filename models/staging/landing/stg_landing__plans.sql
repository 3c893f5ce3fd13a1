{%- set columns = {
    'plan_id': 'string',
    'agency_id': 'string',
    'plan_row_no': 'string',
    'work_plan_name_zh': 'string',
    'plan_name_zh': 'string',
    'plan_category_zh': 'string',
    'content_zh': 'string',
    'kpi_link_zh': 'string',
} -%}
with

landed as (

    {{ landed_rows('plans', columns) }}

),

final as (

    select
        plan_id,
        agency_id,
        cast(plan_row_no as int) as plan_row_no,
        work_plan_name_zh,
        plan_name_zh,
        plan_category_zh,
        content_zh,
        kpi_link_zh,
        _batch_id as source_document_id,
        _source_locator as source_locator,
        _seed_row_key,
        _key,
        _load_no
    from landed

)

select * from final
