// Opens the provider's own form. Card numbers go to the provider alone, never to us.
(() => {
  const form = document.getElementById("pay");
  if (!form) return;
  const { gateway, back, key, secret, order, name, amount } = form.dataset;
  const button = form.querySelector("button");
  const say = (text) => {
    const box = document.getElementById("pay-error");
    box.textContent = text;
    box.hidden = !text;
    button.disabled = false;
  };
  let pay;
  if (gateway === "stripe" && window.Stripe) {
    const stripe = window.Stripe(key);
    const elements = stripe.elements({ clientSecret: secret });
    elements.create("payment").mount("#pay-element");
    pay = async () => {
      const { error } = await stripe.confirmPayment({
        elements,
        confirmParams: { return_url: back },
      });
      if (error) say(error.message);
    };
  } else if (gateway === "toss" && window.TossPayments) {
    const payment = window.TossPayments(key).payment({ customerKey: window.TossPayments.ANONYMOUS });
    pay = () =>
      payment.requestPayment({
        method: "CARD",
        amount: { currency: "KRW", value: Number(amount) },
        orderId: order,
        orderName: name,
        successUrl: back,
        failUrl: back,
      });
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    say("");
    button.disabled = true;
    try {
      await pay();
    } catch (error) {
      say(error.message || String(error));
    }
  });
})();
