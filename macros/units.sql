{#- A printed figure in its base unit, exactly: 2.5 億元 is 250000000.00 元. The casts leave room for
    the product's digits. -#}
{% macro in_base_unit(value, multiplier, data_type='decimal(28, 8)') -%}
    cast(
        cast({{ value }} as decimal(23, 8)) * cast({{ multiplier }} as decimal(15, 2))
        as {{ data_type }}
    )
{%- endmacro %}


{#- A figure in its base unit, expressed in a unit again: 250000000 元 is 2.5 億元. -#}
{% macro in_unit(base_value, multiplier) -%}
    case
        when {{ multiplier }} = 1 then cast({{ base_value }} as decimal(28, 8))
        {#- The division is one of doubles: what lies below the sixth decimal is its noise. #}
        else cast(round(({{ base_value }}) / {{ multiplier }}, 6) as decimal(28, 8))
    end
{%- endmacro %}
