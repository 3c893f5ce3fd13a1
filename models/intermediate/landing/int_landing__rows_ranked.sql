{%- set kinds = [
    'budget_execution',
    'budgets',
    'kpi_actuals',
    'kpi_targets',
    'programme_metrics',
] -%}
with

landed as (

    {% for kind_code in kinds %}
    select
        '{{ kind_code }}' as kind_code,
        source_document_id as batch_id,
        _seed_row_key as seed_row_key,
        _key as row_key,
        _load_no as load_no
    from {{ ref('stg_landing__' ~ kind_code) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

final as (

    select
        kind_code,
        batch_id,
        seed_row_key,
        row_key,
        load_no,
        -- Of rows with the same key, the one loaded last counts.
        row_number() over (partition by kind_code, row_key order by load_no desc) > 1
            as is_superseded
    from landed

)

select * from final
