{#- numerator / denominator as a decimal fraction; null where the denominator is zero or null. -#}
{% macro safe_ratio(numerator, denominator) -%}
    cast(
        cast({{ numerator }} as double) / nullif(cast({{ denominator }} as double), 0)
        as decimal(18, 8)
    )
{%- endmacro %}
