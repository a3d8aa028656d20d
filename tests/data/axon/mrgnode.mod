: Node of a myelinated axon, after McIntyre, Richardson and Grill 2002 (J Neurophysiol 87:995-1006).
NEURON { SUFFIX mrgnode  NONSPECIFIC_CURRENT i  RANGE gna, gnap, gk, gl }
UNITS { (mA)=(milliamp) (mV)=(millivolt) }
PARAMETER { gna=3 gnap=0.01 gk=0.08 gl=0.007 celsius }
STATE { m h p s }
ASSIGNED { v i am bm ah bh ap bp as bs q1 q2 q3 }
BREAKPOINT { SOLVE st METHOD cnexp
 i = gna*m*m*m*h*(v-50) + gnap*p*p*p*(v-50) + gk*s*(v+90) + gl*(v+90) }
DERIVATIVE st { r(v)
 m'=am*(1-m)-bm*m
 h'=ah*(1-h)-bh*h
 p'=ap*(1-p)-bp*p
 s'=as*(1-s)-bs*s }
INITIAL { r(v) m=am/(am+bm) h=ah/(ah+bh) p=ap/(ap+bp) s=as/(as+bs) }
FUNCTION slide(x,k) { if (fabs(x/k)<1e-6) { slide=k*(1+x/k/2) } else { slide = x/(1-exp(-x/k)) } }
PROCEDURE r(v) { 
 q1=2.2^((celsius-20)/10) q2=2.9^((celsius-20)/10) q3=3^((celsius-36)/10)
 am=q1*1.86*slide(v+21.4,10.3) bm=q1*0.086*slide(-(v+25.7),9.16)
 ah=q2*0.062*slide(-(v+114),11) bh=q2*2.3/(1+exp(-(v+31.8)/13.4))
 ap=q1*0.01*slide(v+27,10.2) bp=q1*0.00025*slide(-(v+34),10)
 as=q3*0.3/(1+exp(-(v+53)/5)) bs=q3*0.03/(1+exp(-(v+90)/1)) }
