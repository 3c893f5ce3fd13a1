with

roc_years as (

    {% for roc_year in range(var('first_roc_year'), var('last_roc_year') + 1) %}
    select {{ roc_year }} as roc_year
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

final as (

    select
        {{ roc_to_fiscal_year('roc_year') }} as fiscal_year,
        roc_year,
        {{ roc_year_start('roc_year') }} as starts_on_date,
        {{ roc_year_end('roc_year') }} as ends_on_date
    from roc_years

)

select * from final
