with

fact_rows as (

    {% for model_name, key_column in fact_row_keys() %}
    select {{ key_column }} as seed_row_key from {{ ref(model_name) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

final as (

    select distinct seed_row_key
    from fact_rows
    where seed_row_key is not null

)

select * from final
