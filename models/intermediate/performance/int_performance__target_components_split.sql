with

targets as (

    select * from {{ ref('int_performance__kpi_targets_unioned') }}

),

{%- set most_parts = 9 %}

parts as (

    {% for part_no in range(1, most_parts + 1) %}
    select
        *,
        {{ part_no }} as component_no,
        {{ numbered_part('target_text', part_no) }} as component_text
    from targets
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

final as (

    select
        kpi_id,
        source_document_id,
        roc_year,
        component_no,
        target_text,
        component_text,
        source_locator,
        _seed_row_key
    from parts
    -- A cell is at least one part, even where it prints nothing.
    where component_text is not null or component_no = 1

)

select * from final
