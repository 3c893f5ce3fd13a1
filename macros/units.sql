{#- A printed figure in its base unit, exactly: 2.5 億元 is 250000000.00 元. The casts leave room for
    the product's digits. -#}
{% macro in_base_unit(value, multiplier, data_type='decimal(28, 8)') -%}
    cast(
        cast({{ value }} as decimal(20, 6)) * cast({{ multiplier }} as decimal(12, 2))
        as {{ data_type }}
    )
{%- endmacro %}
